import fc from 'fast-check'
import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import { expect, inject, test } from 'vitest'
import { compilePage, searchFor } from '../../src/page/index.ts'

// parse5 builds the tree that the standard asks for, and says where in the source its elements are.

type Node = DefaultTreeAdapterTypes.Node

const numRuns = (inject('wholePageRuns') ?? 300) * 10

const slotNames = ['div', 'section', 'li', 'td', 'form', 'x-shelf', 'dd', 'article', 'header']
const names = [
  ...[
    'div',
    'section',
    'p',
    'ul',
    'ol',
    'li',
    'table',
    'tr',
    'td',
    'th',
    'tbody',
    'caption',
    'a',
    'b',
  ],
  ...[
    'i',
    'svg',
    'desc',
    'math',
    'mi',
    'foreignObject',
    'template',
    'h2',
    'h3',
    'form',
    'span',
    'nobr',
  ],
  ...[
    'x-shelf',
    'button',
    'dl',
    'dd',
    'dt',
    'nav',
    'title',
    'body',
    'html',
    'head',
    'select',
    'object',
  ],
]

// What a tokenizer or a tree builder has a rule of its own for.
const oddities = [
  ...[
    '<!--',
    '-->',
    '--!>',
    '<!-->',
    '<!--->',
    '<!--!>',
    '<![CDATA[',
    ']]>',
    '<!doctype html>',
    '<?php >',
  ],
  ...[
    '</>',
    '</ x>',
    '<script>',
    '</script>',
    '<script><!--',
    '<script><!-- <script>',
    '</script >',
  ],
  ...[
    '</scripts>',
    '--',
    '>',
    '<',
    '<style>',
    '</style>',
    '<title>',
    '</title>',
    '<textarea>',
    '<col>',
  ],
  ...[
    '</textarea>',
    '<xmp>',
    '</xmp>',
    '<noscript>',
    '</noscript>',
    '<iframe>',
    '</iframe>',
    '<plaintext>',
  ],
  ...[
    '<img>',
    '<br>',
    '</br>',
    '</p>',
    '<input>',
    '<a b="',
    '"',
    "<a b='",
    "'",
    '<a b=',
    ' =',
    '/',
    ' s',
  ],
  ...[
    ' class="s"',
    ' ="s"',
    ' class="',
    '=',
    '="',
    "='",
    '<div a=b="c>',
    '<div ="x">',
    '<p a="1"b=">">',
  ],
  ...[
    '<div class="s" ="',
    '<section a="b" class="s">',
    '<li CLASS="s" class="t">',
    '<td\nclass="s" />',
  ],
  ...['text', '<meta>', '<link>', '<frameset>', '<option>', '<hr>'],
]

const piece = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...slotNames).map((name) => `<${name} class=s>`) },
  { weight: 2, arbitrary: fc.constantFrom(...slotNames).map((name) => `</${name}>`) },
  { weight: 2, arbitrary: fc.constantFrom(...names).map((name) => `<${name}>`) },
  { weight: 2, arbitrary: fc.constantFrom(...names).map((name) => `</${name}>`) },
  { weight: 1, arbitrary: fc.constantFrom(...names).map((name) => `<${name}/>`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...names).map((name) => `<${name.toUpperCase()} a='>'>`),
  },
  { weight: 2, arbitrary: fc.constantFrom(...oddities) },
)

test('what is found as a slot is an element to the standard, with the same start and the same end', () => {
  const search = searchFor([{ id: 's', select: '.s' }])
  let found = 0
  fc.assert(
    fc.property(fc.array(piece, { minLength: 4, maxLength: 22, size: 'max' }), (pieces) => {
      const page = pieces.join('')
      const compiled = compilePage(Uint8Array.from(new TextEncoder().encode(page)), search)
      if ('reason' in compiled) return
      for (const { start, end } of compiled.template.spans) {
        found++
        const isTold = innersOf(page).includes(`${start} to ${end}`)
        expect(isTold || isInside(page, start, end)).toBe(true)
      }
    }),
    { numRuns },
  )
  expect(found).toBeGreaterThan(numRuns / 100)
})

/**
 * Whether the element that begins at `start` is open up to `end` and closed behind the tag there. parse5
 * does not always say where an element ended that an end tag of formatting took apart.
 */
function isInside(page: string, start: number, end: number): boolean {
  const isOpenAt = (at: number) => {
    const nodes: Node[] = [
      parse(`${page.slice(0, at)}<!--here-->`, { sourceCodeLocationInfo: true }),
    ]
    for (const node of nodes) {
      if ('data' in node && node.data === 'here') return isIn(node, start)
      if ('content' in node) nodes.push(node.content)
      if ('childNodes' in node) nodes.push(...node.childNodes)
    }
    return false
  }
  return isOpenAt(end) && !isOpenAt(page.indexOf('>', end) + 1)
}

function isIn(node: Node, start: number): boolean {
  for (let at: Node | null = node; at; at = 'parentNode' in at ? at.parentNode : null) {
    const { startTag } = ('attrs' in at && at.sourceCodeLocation) || {}
    if (startTag?.endOffset === start) return true
  }
  return false
}

/** Where the contents lie of all elements of class `s` that have an end tag. */
function innersOf(page: string): string[] {
  const found: string[] = []
  const visit = (node: Node) => {
    if (
      'attrs' in node &&
      node.attrs.some(({ name, value }) => name === 'class' && value === 's')
    ) {
      const { startTag, endTag } = node.sourceCodeLocation ?? {}
      if (startTag && endTag) found.push(`${startTag.endOffset} to ${endTag.startOffset}`)
    }
    if ('content' in node) visit(node.content)
    if ('childNodes' in node) for (const child of node.childNodes) visit(child)
  }
  visit(parse(page, { sourceCodeLocationInfo: true, scriptingEnabled: true }))
  return found
}
