import { collecting } from './collecting.ts'

/** Answers the least: what a process with a Worker in it holds. */
export default collecting({ fetch: () => new Response('<!doctype html></html>\n') })
