import { expect, test } from 'vitest'
import { readForm, rememberExchanges, toMessage } from '../../src/dev/exchange.ts'
import { newTrace } from '../../src/trace.ts'

const sent = toMessage(new Request('https://shop.example/'))
const exchange = { began: new Date(), ended: new Date(), sent, status: 200, trace: newTrace() }

test('fifty visits are remembered, newest first, and assets push none of them out', () => {
  const exchanges = rememberExchanges()
  for (let i = 0; i < 60; i++) {
    exchanges.add({ ...exchange, isVisit: true })
    exchanges.add({ ...exchange, isVisit: false })
  }
  expect(exchanges.visits()).toHaveLength(50)
  expect(exchanges.assets()).toHaveLength(50)
  expect(exchanges.visits().map(({ id }) => id)[0]).toBe(119)

  exchanges.clear()
  expect([...exchanges.visits(), ...exchanges.assets()]).toEqual([])
})

test('a form is read beside whoever handles it; other bodies are not', async () => {
  const form = new Request('https://shop.example/', {
    method: 'POST',
    body: new URLSearchParams({ id: '7' }),
  })
  expect(await readForm(form)).toBe('id=7')
  expect((await form.formData()).get('id')).toBe('7')
  expect(await readForm(new Request(form.url, { method: 'POST', body: 'a' }))).toBeUndefined()
})
