import { ModelNotFound } from './_components/model-not-found'

export default function NotFound() {
  return <ModelNotFound />
}
