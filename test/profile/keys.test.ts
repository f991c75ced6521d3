import { expect, test } from 'vitest'
import { newProfileKey, profileKeys } from '../../src/profile/keys.ts'
import { secrets } from './shopper.ts'

const { current, old } = secrets

test.each([
  ['a space', `${current} ${old}`],
  ['a comma', `${current},${old}`],
  ['a comma and a space', `${current}, ${old}`],
  ['line ends', `\n${current}\r\n${old}\n`],
])('keys may be parted by %s', async (_, text) => {
  const found = await profileKeys(text)()
  expect(found.map(({ header }) => header.kid)).toEqual(await kidsOf(current, old))
})

test('a key keeps its name wherever it stands', async () => {
  const [first, second] = await kidsOf(current, old)
  expect(first).toMatch(/^[\w-]{8}$/)
  expect(second).not.toBe(first)
  expect(await kidsOf(old, current)).toEqual([second, first])
})

test('a key cannot be taken out again', async () => {
  const [{ key }] = await profileKeys(current)()
  expect(key.extractable).toBe(false)
  await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow()
})

test.each([
  ['nothing', '', 'profile.keys: must hold at least one key'],
  ['only space', ' \n', 'profile.keys: must hold at least one key'],
  ['128 bits', btoa('0123456789abcdef').replaceAll('=', ''), wrong(0)],
  ['264 bits', btoa('x'.repeat(33)), wrong(0)],
  ['padding', `${current}=`, wrong(0)],
  ['plain base64', current.replace('Y', '+'), wrong(0)],
  ['a second spelling of a key', current.replace(/.$/, 'J'), wrong(0)],
  ['a wrong second key', `${current} ${old}x`, wrong(1)],
  ['the same key twice', `${current} ${old} ${current}`, 'profile.keys[2]: is the same as another'],
])('refuses %s', (_, text, message) => {
  expect(() => profileKeys(text)).toThrow(message)
})

test('what is wrong with a key is said without the key', () => {
  const text = `${current} ${old}!`
  try {
    profileKeys(text)
    expect.unreachable()
  } catch (error) {
    expect(error).toMatchObject({ code: 'ERR_CONFIG_INVALID', option: 'profile.keys[1]' })
    expect(String(error)).not.toContain(old)
  }
})

function wrong(index: number): string {
  return `profile.keys[${index}]: must be 256 bits in base64url`
}

async function kidsOf(...list: string[]): Promise<string[]> {
  return (await profileKeys(list.join(' '))()).map(({ header }) => header.kid)
}

test('a new key is one, and is made of nothing but what is random', async () => {
  const asked: number[] = []
  const random = (length: number) => {
    asked.push(length)
    return crypto.getRandomValues(new Uint8Array(length))
  }
  const [one, other] = [newProfileKey(random), newProfileKey(random)]
  expect(await profileKeys(`${one} ${other}`)()).toHaveLength(2)
  expect(asked).toEqual([32, 32])
})
