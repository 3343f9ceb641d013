/** The column's name inside a cell, where rows are cards and headers out of sight. */
export const CellLabel = ({ children }: { children: string }) => (
  <span aria-hidden className="cell-label">
    {children}
  </span>
)
