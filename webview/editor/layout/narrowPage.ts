/** A page so narrow that list and detail do not fit beside each other. `layout.css` has the same number. */
export const narrowPage = window.matchMedia('(max-width: 899px)');
