import { decodeQR } from 'qr/decode.js'
import { expect, test } from 'vitest'
import { drawQr, matrixOf } from './qr-drawing.ts'

/** As a camera would see it: four pixels for each module, black on white. */
function photograph(matrix: readonly (readonly boolean[])[], scale = 4) {
  const side = matrix.length * scale
  const data = new Uint8ClampedArray(side * side * 4).fill(255)
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      if (matrix[Math.floor(y / scale)]?.[Math.floor(x / scale)] === true)
        data.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3)
  return { width: side, height: side, data }
}

test.each([1, 40, 400, 1_500])('a link of %i characters is drawn, and reads as it was', (length) => {
  const text = 'kith://join#'.padEnd(length, 'aB3_-')
  const matrix = matrixOf(text)!
  expect(decodeQR(photograph(matrix), { timeLimit: 5_000 })).toBe(text)
  expect(drawQr(text)).toMatchObject({ side: matrix.length, path: expect.stringMatching(/^M4 4h7v1/u) as unknown })
})

test('what no code holds is not drawn', () => {
  expect(drawQr('x'.repeat(5_000))).toBeNull()
})
