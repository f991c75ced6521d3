import type { Activity, DataMap } from './data-map.ts'
import { mechanisms } from './transfer.ts'
import { type Plain, toYaml } from './yaml.ts'

type Entry = { readonly [key: string]: Plain }

/** Data uses of ours that the default taxonomy does not have. */
const ownUses: ReadonlyMap<string, Entry> = new Map([
  [
    'personalize.content.profiled.pricing',
    {
      fides_key: 'personalize.content.profiled.pricing',
      name: 'Personal prices',
      description: 'A price made for one person by an automated decision.',
      parent_key: 'personalize.content.profiled',
    },
  ],
])

/** The data map in fideslang, for `fides push`: an organisation, Limen, and a system a vendor. */
export function toFides({ controller, activities }: DataMap): string {
  const own = activities.filter(({ vendor }) => !vendor)
  const uses = new Set(activities.flatMap(({ uses }) => uses))
  const added = [...ownUses].filter(([key]) => uses.has(key)).map(([, use]) => use)
  return toYaml({
    ...(added.length > 0 && { data_use: added }),
    organization: [
      {
        fides_key: 'default_organization',
        name: controller.name,
        controller: reach(controller),
        ...(controller.officer && { data_protection_officer: reach(controller.officer) }),
      },
    ],
    system: [
      {
        fides_key: 'limen',
        name: 'Limen',
        description: 'Makes the pages of the shop personal at the edge.',
        system_type: 'Service',
        uses_cookies: true,
        does_international_transfers: false,
        privacy_declarations: own.flatMap(declarationsOf),
      },
      ...activities.flatMap((activity) => (activity.vendor ? [systemOf(activity)] : [])),
    ],
  })
}

function reach({ name, contact }: { readonly name: string; readonly contact: string }): Entry {
  return contact.includes('@') ? { name, email: contact } : { name, address: contact }
}

function systemOf(activity: Activity): Entry {
  const { key, vendor } = activity
  const { transfer } = vendor ?? {}
  return {
    fides_key: key,
    name: vendor?.name ?? '',
    description: vendor?.does ?? '',
    system_type: 'Third Party',
    responsibility: ['Processor'],
    does_international_transfers: vendor?.isAbroad === true,
    ...(vendor?.isAbroad &&
      transfer && { legal_basis_for_transfers: [mechanisms[transfer.mechanism]] }),
    privacy_declarations: declarationsOf(activity),
  }
}

/** One declaration for each data use: fideslang has one use in each. */
function declarationsOf(activity: Activity): Entry[] {
  const { name, uses, categories, subjects, basis, keptFor, vendor, data } = activity
  return uses.map((use) => ({
    name: uses.length > 1 ? `${name} (${use})` : name,
    data_categories: categories,
    data_use: use,
    data_subjects: subjects,
    // Several grounds are none that fideslang can say.
    ...(!basis.includes(';') && { legal_basis_for_processing: basis }),
    retention_period: keptFor,
    ...(data.length > 0 && { features: data }),
    ...(vendor && {
      data_shared_with_third_parties: true,
      third_parties: vendor.name,
      shared_categories: categories,
    }),
  }))
}
