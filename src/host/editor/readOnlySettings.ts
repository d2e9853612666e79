/** The values of `files.readonlyInclude` and `files.readonlyExclude`: globs that are switched on by `true`. */
export interface ReadOnlyGlobs {
  readonly include: unknown;
  readonly exclude: unknown;
}

/** Whether VS Code keeps a file read-only by these settings: it is included, and not excluded. `fits` says which globs fit the file. */
export function isReadOnlyByGlobs({ include, exclude }: ReadOnlyGlobs, fits: (glob: string) => boolean): boolean {
  return globsOf(include).some(fits) && !globsOf(exclude).some(fits);
}

function globsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([glob, isOn]) => (isOn === true ? [glob] : []));
}
