import { handleRequest } from '@growthbook/edge-cloudflare'
import { fixedString, slotSelector } from '../page.ts'

/** One visual experiment with one variation for everybody, which changes one element. */
const payload = {
  features: {},
  experiments: [
    {
      key: 'bench',
      changeId: '1',
      manual: false,
      status: 'running',
      hashAttribute: 'id',
      coverage: 1,
      weights: [0, 1],
      urlPatterns: [{ include: true, type: 'simple', pattern: '*' }],
      variations: [
        {},
        {
          domMutations: [
            { selector: slotSelector, attribute: 'html', action: 'set', value: fixedString },
          ],
        },
      ],
    },
  ],
}

/** GrowthBook's edge app with its payload inline and nothing for the browser: the least of it. */
export default {
  fetch(request: Request, { ORIGIN }: { ORIGIN: string }) {
    const env = {
      PROXY_TARGET: ORIGIN,
      GROWTHBOOK_API_HOST: ORIGIN,
      GROWTHBOOK_CLIENT_KEY: 'sdk-bench',
      RUN_VISUAL_EDITOR_EXPERIMENTS: 'edge',
      DISABLE_INJECTIONS: 'true',
    }
    return handleRequest(request, env, { payload })
  },
}
