import { sensitivityOf } from '../policy/categories.ts'
import { features, type Policy } from '../policy/index.ts'
import { each, type Rule } from './rule.ts'

type Segment = Policy['segments'][string]

export const segmentReview: Rule = {
  id: 'segment-review',
  promise: 'A segment over sensitive data has been reviewed and approved',
  find: ({ policy }, today) =>
    each(policy.segments, (id, segment) => {
      const sensitive = whySensitive(segment)
      const lack = sensitive.length > 0 && whyUnapproved(segment.review, today)
      if (!lack) return []
      return {
        declaration: `policy.segments.${id}${segment.review ? '.review' : ''}`,
        problem: `${sensitive.join('; ')}, and ${lack}`,
        remedy: `have it reviewed and record it, review: { by, on, decision: 'approved', until }, or drop the segment`,
      }
    }),
}

function whySensitive({ features: used, categories, reveals }: Segment): string[] {
  const all = new Set([...used.map((feature) => features[feature].category), ...categories])
  const whys = [...all].flatMap((category) => {
    const why = sensitivityOf(category)
    return why ? `it uses ${category} (${why})` : []
  })
  return [...whys, ...reveals.map((special) => `it may reveal ${special}`)]
}

function whyUnapproved(review: Segment['review'], today: string): string | undefined {
  if (!review) return 'nobody has reviewed it'
  if (review.decision !== 'approved') return 'its review refused it'
  if (review.on > today) return `its review is dated ${review.on}, which is to come`
  return review.until < today ? `its review ended on ${review.until}` : undefined
}
