import type * as vscode from 'vscode';

/** A thing that ends: whatever it registered ends with it, the last first. */
export abstract class Disposable implements vscode.Disposable {
  private readonly parts: { dispose(): unknown }[] = [];
  private ended = false;

  protected get isDisposed(): boolean {
    return this.ended;
  }

  /** Keeps `part` until this ends; ends it at once when this has ended already. */
  protected register<T extends { dispose(): unknown }>(part: T): T {
    if (this.ended) part.dispose();
    else this.parts.push(part);
    return part;
  }

  dispose(): void {
    if (this.ended) return;
    this.ended = true;
    for (const part of this.parts.splice(0).reverse()) part.dispose();
  }
}
