package io.hotpatchcycle.process.path;

/**
 * A way in which a file could bring code.
 *
 * @param file    its name in the deployment
 * @param content with the code in it
 * @param says    what the refusal says
 */
record Door(String way, String file, String content, String says) {

    @Override
    public String toString() {
        return way;
    }
}
