import { THEME_KEY } from './theme'

export const NAV_KEY = 'nav'

/** Runs in <head> before the first paint, so that neither a stored theme nor a folded navigation ever jumps into place. */
export const BEFORE_PAINT = `{const d=document.documentElement.dataset,r=(k,e)=>{try{return JSON.parse(localStorage.getItem(k))||e}catch{return e}};d.theme=r(${JSON.stringify(THEME_KEY)},'system');d.nav=r(${JSON.stringify(NAV_KEY)},'words')}`
