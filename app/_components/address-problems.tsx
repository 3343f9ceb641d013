'use client'

import { useSearchParams } from 'next/navigation'
import { type Choices, choiceProblems } from './choice-problems'
import { ListProblems } from './list-problems'

/** Parameters of a page that is no list, where they cannot be read. */
export const AddressProblems = ({ choices }: { choices: Choices }) => (
  <ListProblems problems={choiceProblems(useSearchParams(), choices)} />
)
