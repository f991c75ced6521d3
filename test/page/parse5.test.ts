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
        expect(innersOf(page)).toContain(`${start} to ${end}`)
      }
    }),
    { numRuns },
  )
  expect(found).toBeGreaterThan(numRuns / 100)
})

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
