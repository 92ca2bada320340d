package io.github.tsmjava.video.picture;

/**
 * Compares names part by part: digits by their number, all other characters as text. A folder of a long stream is listed each
 * time something of it is read, so nothing is made for the characters that two names share.
 */
final class NaturalOrder {

    private NaturalOrder() {
    }

    static int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int endOfA = endOfPart(a, i);
            int endOfB = endOfPart(b, j);
            int order = isDigit(a.charAt(i)) && isDigit(b.charAt(j)) ? compareNumbers(a, i, endOfA, b, j, endOfB)
                    : compareTexts(a, i, endOfA, b, j, endOfB);
            if (order != 0) {
                return order;
            }
            i = endOfA;
            j = endOfB;
        }
        int order = Boolean.compare(i < a.length(), j < b.length());
        return order != 0 ? order : a.compareTo(b);
    }

    /** A part is all digits that follow one another, or all other characters that do. */
    private static int endOfPart(String name, int start) {
        boolean digits = isDigit(name.charAt(start));
        int end = start + 1;
        while (end < name.length() && isDigit(name.charAt(end)) == digits) {
            end++;
        }
        return end;
    }

    /** Names may have more digits than any type of number: without zeros in front, a longer number is larger. */
    private static int compareNumbers(String a, int startOfA, int endOfA, String b, int startOfB, int endOfB) {
        int i = withoutZeros(a, startOfA, endOfA);
        int j = withoutZeros(b, startOfB, endOfB);
        int order = Integer.compare(endOfA - i, endOfB - j);
        return order != 0 ? order : compareTexts(a, i, endOfA, b, j, endOfB);
    }

    private static int withoutZeros(String name, int start, int end) {
        int first = start;
        while (first < end && name.charAt(first) == '0') {
            first++;
        }
        return first;
    }

    private static int compareTexts(String a, int startOfA, int endOfA, String b, int startOfB, int endOfB) {
        int i = startOfA;
        int j = startOfB;
        while (i < endOfA && j < endOfB) {
            int order = Character.compare(a.charAt(i++), b.charAt(j++));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(endOfA - i, endOfB - j);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
