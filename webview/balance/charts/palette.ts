/** The colours of the theme, as charts on a canvas need them: by value. */
export interface Palette {
  readonly foreground: string;
  readonly muted: string;
  readonly background: string;
  readonly line: string;
  readonly series: readonly string[];
  /** The dataset that is compared with. */
  readonly other: string;
  readonly limit: string;
  readonly font: string;
  /** High contrast: edges and patterns instead of colour alone. */
  readonly isContrast: boolean;
}

const SERIES = ['blue', 'green', 'orange', 'purple', 'yellow', 'red'];

export function readPalette(): Palette {
  const style = getComputedStyle(document.body);
  const read = (name: string, otherwise: string): string => style.getPropertyValue(name).trim() || otherwise;
  const foreground = read('--vscode-foreground', '#888888');
  const contrast = read('--vscode-contrastBorder', '');
  return {
    foreground,
    muted: read('--vscode-descriptionForeground', foreground),
    background: read('--vscode-editor-background', '#ffffff'),
    line: contrast || read('--vscode-editorIndentGuide-background1', read('--vscode-panel-border', '#80808059')),
    series: SERIES.map((name) => read(`--vscode-charts-${name}`, foreground)),
    other: read('--vscode-charts-orange', foreground),
    limit: read('--vscode-editorError-foreground', read('--vscode-charts-red', foreground)),
    font: read('--vscode-font-family', 'sans-serif'),
    isContrast: document.body.classList.contains('vscode-high-contrast'),
  };
}

/** Calls back when VS Code changes the theme, which it does on the body. Returns the way to stop. */
export function onPaletteChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  return () => {
    observer.disconnect();
  };
}
