import { definePolicy } from 'limen/policy'

// What the example shop does with data. `limen check` holds the rest of the configuration against it,
// and `limen data-map` makes the record of processing of it.
export default definePolicy({
  controller: {
    name: 'The Gift Shop Ltd',
    contact: 'privacy@shop.example',
    country: 'GB',
    officer: { name: 'Data protection officer', contact: 'dpo@shop.example' },
  },
  retention: {
    profile: { days: 90 },
  },
})
