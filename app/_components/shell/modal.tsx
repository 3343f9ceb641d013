'use client'

import { type ReactNode, useEffect, useRef } from 'react'

/** A dialog that is open for as long as it is there; then the focus is back where it was. */
export function Modal({
  label,
  onClose,
  className,
  children,
}: {
  label: string
  onClose: () => void
  className: string
  children: ReactNode
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const before = document.activeElement
    dialog.current?.showModal()
    return () => {
      // Removed from the page, a dialog does not give it back itself.
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; a click beside it is a bonus of the mouse
    <dialog
      ref={dialog}
      aria-label={label}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
      className={`panel bg-raised! text-text shadow-xl backdrop:bg-black/50 ${className}`}
    >
      {children}
    </dialog>
  )
}
