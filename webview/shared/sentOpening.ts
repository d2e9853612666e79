declare global {
  // Kept by the script in the document (`loadPage.ts`), read by the page's own.
  var ituneOpening: unknown;
}

/** What the host says that the document was drawn of; undefined where it has not, and the page is to ask. */
export function sentOpening(): unknown {
  return globalThis.ituneOpening;
}
