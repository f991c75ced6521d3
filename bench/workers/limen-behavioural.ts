import { profile } from 'limen/profile'
import { worker } from 'limen/worker'
import { consenting } from './config.ts'
import { keeping } from './keeping.ts'

/** Limen where pages may be kept, and each shopper's own history decides what is in them. */
export default worker(
  keeping(consenting(profile({ keys: 'env:PROFILE_KEYS' })), { seconds: 86_400 }),
)
