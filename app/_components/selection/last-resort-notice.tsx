import { Notice } from '../notice'

export function LastResortNotice() {
  return (
    <Notice tone="warn" title="Nobody who is well and trusted is left">
      What is ranked below is a last resort: those that are down or suspended.
    </Notice>
  )
}
