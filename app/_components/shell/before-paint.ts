import { THEME_KEY } from './theme'

export const NAV_KEY = 'nav'

/** Runs in <head> before the first paint, so that neither a stored theme nor a folded navigation ever jumps into place. */
export const BEFORE_PAINT = `try{const d=document.documentElement.dataset,s=localStorage;d.theme=s.getItem(${JSON.stringify(THEME_KEY)})||'system';d.nav=s.getItem(${JSON.stringify(NAV_KEY)})||'words'}catch{}`
