import { GpuNotFound } from './_components/gpu-not-found'

export default function NotFound() {
  return <GpuNotFound />
}
