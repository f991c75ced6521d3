import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxFilteredBytes, redactBody } from '../../src/privacy/body.ts'
import { redactRequest } from '../../src/privacy/index.ts'
import { pass, site } from './shop.ts'

const json = 'application/json'
const form = 'application/x-www-form-urlencoded'

describe('a body', () => {
  it('does not cross without a declaration', async () => {
    const crossed = await send('a=1', form, {})

    expect(crossed.body).toBeNull()
    expect(crossed.headers.has('content-type')).toBe(false)
  })

  it('crosses once as it is, where it is declared verbatim', async () => {
    const chunks = ['one ', 'two ', 'three']
    let pulled = 0
    const stream = new ReadableStream({
      pull(controller) {
        const chunk = chunks[pulled++]
        if (chunk === undefined) controller.close()
        else controller.enqueue(new TextEncoder().encode(chunk))
      },
    })
    const request = post(stream, 'text/plain; charset=latin1', { 'content-encoding': 'x-anna' })

    const crossed = await redactRequest(request, pass({ body: 'verbatim' }), site)

    expect(crossed.headers.get('content-type')).toBe('text/plain; charset=latin1')
    expect(crossed.headers.get('content-encoding')).toBe('x-anna')
    expect(await textOf(crossed)).toBe('one two three')
    expect(pulled).toBe(4)
    await expect(request.text()).rejects.toThrow(TypeError)
  })

  it('of a form crosses by its declared fields', async () => {
    const crossed = await send('a=1&b=2&a=%C3%A4&A=3&a%5B%5D=4&constructor=5', form, {
      fields: ['a', 'c'],
    })

    expect(crossed.headers.get('content-type')).toBe(form)
    expect(await textOf(crossed)).toBe('a=1&a=%C3%A4')
  })

  it('of JSON crosses by its declared top-level members', async () => {
    const sent = '{"a":{"b":[1,null]},"b":2,"__proto__":{"a":3},"constructor":4,"c":"ä"}'

    const crossed = await send(sent, `${json}; charset=utf-8`, { fields: ['a', 'c', 'toString'] })

    expect(crossed.headers.get('content-type')).toBe(json)
    expect(await textOf(crossed)).toBe('{"a":{"b":[1,null]},"c":"ä"}')
  })

  it('of several parts crosses by its declared parts, files without their names', async () => {
    const sent = new FormData()
    sent.append('note', 'hello')
    sent.append('photo', new File(['PNG'], 'anna-smith.PNG', { type: 'image/png; owner=anna' }))
    sent.append('photo', new File(['?'], 'anna smith'))
    sent.append('anna', new File(['x'], 'x'))
    const request = new Request('https://shop.example/account', { method: 'POST', body: sent })

    const crossed = await redactRequest(request, pass({ fields: ['note', 'photo'] }), site)
    const text = await textOf(crossed.clone())
    const [first, second, ...more] = (await crossed.formData()).getAll('photo') as unknown as File[]

    expect(text).not.toContain('anna')
    expect(text).toContain('hello')
    expect([first?.name, first?.type, await first?.text()]).toEqual([
      'file.png',
      'image/png',
      'PNG',
    ])
    expect([second?.name, await second?.text()]).toEqual(['file', '?'])
    expect(more).toEqual([])
  })

  it('that is empty needs no type', async () => {
    const crossed = await redactRequest(post('', null), pass({ fields: ['a'] }), site)

    expect(await textOf(crossed)).toBe('')
  })

  it('of a GET stays, even where workerd hands one on', async () => {
    const request = new Request('https://shop.example/account')
    const withBody = new Proxy(request, {
      get: (target, name) => (name === 'body' ? post('a=1', form).body : Reflect.get(target, name)),
    })

    expect(
      await redactBody(withBody, { match: '/', mode: 'pass', body: 'verbatim' }),
    ).toBeUndefined()
  })

  it.each([
    [415, 'text', 'text/plain', {}],
    [415, 'text', null, {}],
    [415, 'a=1', 'constructor', {}],
    [415, 'a=1', form, { 'content-encoding': 'gzip' }],
    [400, '[1]', json, {}],
    [400, 'null', json, {}],
    [400, '"anna"', json, {}],
    [400, '{"anna', json, {}],
    [400, 'anna', 'multipart/form-data', {}],
    [400, 'anna', 'multipart/form-data; boundary=b', {}],
  ])('gets %i for %j as %s', async (status, body, type, headers) => {
    const crossing = redactRequest(post(body, type, headers), pass({ fields: ['a'] }), site)

    await expect(crossing).rejects.toMatchObject({ status, code: 'ERR_REQUEST_INVALID' })
    await expect(crossing).rejects.not.toThrow(/anna/)
  })

  it('may be 1 MiB long where it is filtered, and no longer', async () => {
    const longest = `a=${'x'.repeat(maxFilteredBytes - 2)}`

    expect((await textOf(await send(longest, form, { fields: ['a'] }))).length).toBe(1024 * 1024)
    await expect(send(`${longest}x`, form, { fields: ['a'] })).rejects.toMatchObject({
      status: 413,
    })
    expect((await textOf(await send(`${longest}x`, form, { body: 'verbatim' }))).length).toBe(
      1024 * 1024 + 1,
    )
  })

  it('never crosses by a field that was not declared', async () => {
    const name = fc.oneof(fc.string(), fc.constantFrom('a', '__proto__', 'constructor', 'A', 'a[]'))
    const fields = fc.dictionary(name, fc.string())
    await fc.assert(
      fc.asyncProperty(fields, async (sent) => {
        const entries = Object.entries(sent)
        const search = new URLSearchParams(entries).toString()
        const kept = entries.filter(([name]) => name === 'a')

        const crossedJson = await send(JSON.stringify(sent), json, { fields: ['a'] })
        const crossedForm = await send(search, form, { fields: ['a'] })

        expect(await textOf(crossedJson)).toBe(JSON.stringify(Object.fromEntries(kept)))
        expect(await textOf(crossedForm)).toBe(new URLSearchParams(kept).toString())
      }),
    )
  })
})

// Not `.text()`: workerd warns of text in a body that is a form.
async function textOf(request: Request): Promise<string> {
  return new TextDecoder().decode(await request.arrayBuffer())
}

function send(body: string, type: string, declared: Parameters<typeof pass>[0]) {
  return redactRequest(post(body, type), pass(declared), site)
}

function post(body: BodyInit, type: string | null, more: Record<string, string> = {}): Request {
  const headers = new Headers(more)
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  if (type !== null) headers.set('content-type', type)
  return new Request('https://shop.example/account', { method: 'POST', headers, body: bytes })
}
