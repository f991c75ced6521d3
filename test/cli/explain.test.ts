import { describe, expect, test } from 'vitest'
import { explain } from '../../src/cli/explain.ts'
import { spoken } from './spoken.ts'

const visit = ['--product', '22423', '--items', '85123A,cart:22699', '--context', 'country=GB']

describe('limen explain', () => {
  test('says in words and numbers why each item ranks where it does', async () => {
    const { code, out, errors } = await spoken(explain, ...visit, '--top', '3')
    expect({ code, errors }).toEqual({ code: 0, errors: [] })
    expect(out).toMatch(/^1\. .+ \(\w+\) {2}-?\d+\.\d{4}\n {3}Shown because /)
    expect(out).toMatch(/ {2}likeness to .* \(cart\)/)
    expect(out).toMatch(/ {2}stands beside Regency Cakestand 3 Tier \(view\)/)
    expect(out).toMatch(/ {2}country GB/)
    expect(out.match(/^\d\. /gm)).toHaveLength(3)
  })

  test('prints parts that add up', async () => {
    const explained = JSON.parse((await spoken(explain, ...visit, '--json')).out)
    expect(explained).toHaveLength(5)
    for (const { score, parts, method, rank } of explained) {
      const sum = parts.reduce((total: number, { amount }: { amount: number }) => total + amount, 0)
      expect(Math.abs(sum - score)).toBeLessThan(1e-6)
      expect(method).toBe('exact')
      expect(rank).toBeGreaterThan(0)
    }
  })

  test('says what the model cannot tell from nothing', async () => {
    const { errors } = await spoken(explain, '--product', 'none', '--context', 'country=XX')
    expect(errors.join('\n')).toMatch(/none is no item of the model[\s\S]*country=XX is not one/)
  })

  test.each([
    [['--context', 'age=42'], /--context must be feature=value/],
    [['--context', 'constructor=1'], /--context must be/],
    [['--context', 'product=22423'], /--context must be/],
    [['--top', '0'], /--top must be a whole number from 1 to 50/],
    [['--manifest', 'nowhere.json'], /--manifest: cannot read nowhere.json/],
  ])('says what is wrong with %j', async (args, message) => {
    await expect(spoken(explain, ...args)).rejects.toThrow(message)
  })
})
