/** The innermost loop of a convolution or product: one class to be written. */
interface Tile {

    /** What it is a kind of, with its package below {@code kernel}. */
    String base();

    /** Behind the name of what it is a kind of: rows, or pixels, by vectors. */
    String size();

    /** What it computes, for its Javadoc. */
    String purpose();

    /** Writes the constructor's statement and the methods. */
    void writeBody(Source to);
}
