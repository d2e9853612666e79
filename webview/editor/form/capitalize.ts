/** A key of the file as the name of a field: "rejected" reads "Rejected". */
export function capitalize(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
