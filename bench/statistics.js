/** The middle value; of an even number of values, the mean of the two in the middle. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** The median of what each round says about a pair: `over[i] / under[i]`. */
export function medianRatio(over, under) {
  return median(over.map((value, i) => value / under[i]))
}
