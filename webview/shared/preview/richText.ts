/** Markdown, code and math of a dataset, made safe to show. A chunk of its own: loaded with the first preview. */
import DOMPurify from 'dompurify';
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import cpp from 'highlight.js/lib/languages/cpp';
import css from 'highlight.js/lib/languages/css';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import sql from 'highlight.js/lib/languages/sql';
import xml from 'highlight.js/lib/languages/xml';
import MarkdownIt from 'markdown-it';
import { addMath } from './markdownMath';

for (const [name, language] of Object.entries({ bash, cpp, css, java, javascript, json, python, sql, xml }))
  hljs.registerLanguage(name, language);

const markdown = new MarkdownIt({
  // A tag in a dataset is text that a model learns, so it is shown as it stands.
  html: false,
  breaks: true,
  highlight: (code, language) =>
    hljs.getLanguage(language) === undefined ? '' : hljs.highlight(code, { language, ignoreIllegals: true }).value,
});
addMath(markdown);
// Pictures of a dataset are not loaded: they would tell a stranger who reads it.
markdown.renderer.rules.image = (tokens, at) => {
  const token = tokens[at];
  const name = token === undefined || token.content === '' ? (token?.attrGet('src') ?? '') : token.content;
  return `<span class="no-picture">${markdown.utils.escapeHtml(`[picture: ${name}]`)}</span>`;
};

/** Texts beyond this are shown without Markdown. */
const LONGEST = 200_000;

/** @returns HTML that holds no script, no style, no link and nothing that loads */
export function renderMarkdown(text: string): string {
  if (text.length > LONGEST) return `<pre>${markdown.utils.escapeHtml(text)}</pre>`;
  return DOMPurify.sanitize(markdown.render(text), {
    USE_PROFILES: { html: true, mathMl: true },
    FORBID_TAGS: ['style', 'form', 'input', 'button', 'img', 'video', 'audio', 'svg'],
    FORBID_ATTR: ['style', 'href', 'src', 'srcset', 'action', 'id', 'name'],
    ALLOW_DATA_ATTR: false,
  });
}
