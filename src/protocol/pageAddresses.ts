/** What a page loads; URIs are those of `webview.asWebviewUri`. */
export interface PageAddresses {
  readonly script: string;
  /** Chunks that the script imports at once; they load together with it. */
  readonly imports: readonly string[];
  /** CSS that only the script needs, fonts among it: VS Code keeps a page hidden until those that are drawn with have loaded. */
  readonly laterStyle: string;
}

/** What the build wrote about a page. */
export interface BuiltPage {
  /** CSS of what the host draws. */
  readonly style: string;
  /** Chunks that the page's script imports at once. */
  readonly imports: readonly string[];
  /** The script that stands in the document; empty where there is none. */
  readonly first: string;
}

/** The addresses of what a page loads; `root` is that of the folder of pages. */
export function addressesOf(name: string, { imports }: BuiltPage, root: string): PageAddresses {
  return {
    script: `${root}/${name}.js`,
    imports: imports.map((chunk) => `${root}/${chunk}`),
    laterStyle: `${root}/${name}.later.css`,
  };
}
