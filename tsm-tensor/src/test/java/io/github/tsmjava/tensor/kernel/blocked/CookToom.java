package io.github.tsmjava.tensor.kernel.blocked;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.fraction.BigFraction;
import org.apache.commons.math3.fraction.BigFractionField;
import org.apache.commons.math3.linear.Array2DRowFieldMatrix;
import org.apache.commons.math3.linear.FieldLUDecomposition;
import org.apache.commons.math3.linear.FieldMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The matrices of Winograd's F(4, 3), derived in fractions. Polynomials of 3 and 4 coefficients are multiplied by
 * evaluating both at six points, multiplying the values, and interpolating the product of 6 coefficients:
 * {@code V6⁻¹·((V3·w) ⊙ (V4·y))} with Vandermonde's matrices V. For a fixed w this is a linear map of y, and its
 * transpose correlates w with six inputs x: {@code V4ᵀ·((V3·w) ⊙ (V6⁻ᵀ·x))}. Multiplying row k of V6⁻ᵀ by a number and
 * dividing row k of V3 by it changes nothing; the numbers are chosen that leave whole numbers in V6⁻ᵀ.
 */
final class CookToom {

    private static final BigFractionField FRACTIONS = BigFractionField.getInstance();
    private static final int[] FINITE_POINTS = {0, 1, -1, 2, -2};

    /** Bᵀ transforms inputs, G filters, Aᵀ products. */
    static final FieldMatrix<BigFraction> B_TRANSPOSED = scale().multiply(inverse(vandermonde(6)).transpose());
    static final FieldMatrix<BigFraction> G = inverse(scale()).multiply(vandermonde(3));
    static final FieldMatrix<BigFraction> A_TRANSPOSED = vandermonde(4).transpose();

    private CookToom() {
    }

    /** The powers of each point; a polynomial's value at infinity is its highest coefficient. */
    private static FieldMatrix<BigFraction> vandermonde(int powers) {
        FieldMatrix<BigFraction> matrix = zeros(FINITE_POINTS.length + 1, powers);
        for (int k = 0; k < FINITE_POINTS.length; k++) {
            for (int power = 0; power < powers; power++) {
                matrix.setEntry(k, power, new BigFraction(FINITE_POINTS[k]).pow(power));
            }
        }
        matrix.setEntry(FINITE_POINTS.length, powers - 1, BigFraction.ONE);
        return matrix;
    }

    /** For each point what Lagrange's polynomial, which is 1 there and 0 at all others, is to be multiplied by. */
    private static FieldMatrix<BigFraction> scale() {
        FieldMatrix<BigFraction> diagonal = zeros(FINITE_POINTS.length + 1, FINITE_POINTS.length + 1);
        for (int k = 0; k < FINITE_POINTS.length; k++) {
            int point = FINITE_POINTS[k];
            int product = Arrays.stream(FINITE_POINTS).filter(other -> other != point)
                    .reduce(1, (left, other) -> left * (point - other));
            diagonal.setEntry(k, k, new BigFraction(product));
        }
        diagonal.setEntry(FINITE_POINTS.length, FINITE_POINTS.length, BigFraction.ONE);
        return diagonal;
    }

    private static FieldMatrix<BigFraction> inverse(FieldMatrix<BigFraction> matrix) {
        return new FieldLUDecomposition<>(matrix).getSolver().getInverse();
    }

    static FieldMatrix<BigFraction> zeros(int rows, int columns) {
        return new Array2DRowFieldMatrix<>(FRACTIONS, rows, columns);
    }

    /** What transforms the rows and columns of a tile whose elements stand in one column, row by row. */
    static FieldMatrix<BigFraction> ofTiles(FieldMatrix<BigFraction> matrix) {
        int rows = matrix.getRowDimension();
        int columns = matrix.getColumnDimension();
        FieldMatrix<BigFraction> product = zeros(rows * rows, columns * columns);
        for (int i = 0; i < rows * rows; i++) {
            for (int j = 0; j < columns * columns; j++) {
                product.setEntry(i, j, matrix.getEntry(i / rows, j / columns)
                        .multiply(matrix.getEntry(i % rows, j % columns)));
            }
        }
        return product;
    }

    /** The nearest doubles. */
    static RealMatrix doubles(FieldMatrix<BigFraction> matrix) {
        return MatrixUtils.createRealMatrix(IntStream.range(0, matrix.getRowDimension())
                .mapToObj(row -> Arrays.stream(matrix.getRow(row)).mapToDouble(BigFraction::doubleValue).toArray())
                .toArray(double[][]::new));
    }
}
