import { expect, test } from 'vitest'
import { headerLines } from '../../src/lib/header-lines.ts'

test('a header is a line, in the order they come in', () => {
  expect(headerLines(new Headers({ b: '2', a: '1, 3' }))).toBe('\na:1, 3\nb:2')
  expect(headerLines([])).toBe('')
})
