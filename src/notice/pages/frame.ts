import { html, raw } from 'hono/html'
import { consentPath } from '../paths.ts'
import type { Words } from '../words/words.ts'
import { type Markup, toAscii } from './markup.ts'
import type { Shown } from './rules.ts'

/** Addresses of the files that notices and pages load; each changes with what it holds. */
export interface Files {
  readonly style: string
  readonly script: string
}

/** A page of the consent service, whole. It needs no script. */
export function sheetPage(words: Words, title: string, content: Markup, files: Files): string {
  return toAscii(html`<!doctype html>
<html lang="${words.language}" dir="${words.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="${files.style}">
</head>
<body class="limen"><main class="main">${content}</main></body>
</html>`)
}

/**
 * What goes into a shop's page: an element of its own, whose shadow tree (there without a script) keeps
 * styles apart. Hidden until its style is in force, so that it can never stand unstyled in a page whose
 * policy forbids inline styles. A browser without shadow trees shows the link.
 */
export function shadowed(
  words: Words,
  content: Markup,
  { shown, style, files }: { shown: Shown; style: string | undefined; files: Files },
): string {
  const isBeside = shown === 'beside'
  const link = html`<link rel="stylesheet" href="${files.style}">`
  return toAscii(html`<limen-consent${isBeside && html` data-beside`} data-style="${files.style}"><template shadowrootmode="open">${style === undefined ? link : html`<style>${raw(style) /* our own */}</style>`}
<div class="limen" lang="${words.language}" dir="${words.direction}" hidden>
<div data-bar>${content}</div><dialog aria-labelledby="centre-title"></dialog>
<p class="hidden" role="status"></p></div></template>
<a href="${consentPath}">${words.reopen}</a></limen-consent>${!isBeside && html`<script async src="${files.script}"></script>`}`)
}
