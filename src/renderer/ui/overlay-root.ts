/** Where menus, popovers and tooltips hang: a place of its own, so that a screen reader finds them in a named region. */
export const overlayRoot = (): HTMLElement | null => document.getElementById('overlays')
