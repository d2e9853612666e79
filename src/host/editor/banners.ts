import type { EditorState } from '../../protocol/editor';

type Banner = EditorState['banners'][number];

export interface BannerContent {
  readonly severity: Banner['severity'];
  readonly message: string;
  readonly actions: readonly { readonly id: string; readonly title: string; run(): void | Promise<void> }[];
}

/** Messages that stay in the page until they are dealt with, in the order in which they came. */
export class Banners {
  private readonly shown = new Map<string, BannerContent>();

  constructor(private readonly changed: () => void) {}

  show(id: string, content: BannerContent): void {
    this.shown.set(id, content);
    this.changed();
  }

  hide(id: string): void {
    if (this.shown.delete(id)) this.changed();
  }

  has(id: string): boolean {
    return this.shown.has(id);
  }

  list(): EditorState['banners'] {
    return [...this.shown].map(([id, { severity, message, actions }]) => ({
      id,
      severity,
      message,
      actions: actions.map((action) => ({ id: action.id, title: action.title })),
    }));
  }

  /** Does what a button of a banner says; nothing when the banner is gone already. */
  async run(id: string, action: string): Promise<void> {
    await this.shown
      .get(id)
      ?.actions.find((known) => known.id === action)
      ?.run();
  }
}
