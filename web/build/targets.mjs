const version = (major, minor = 0) => (major << 16) | (minor << 8);

/** The oldest browsers that get the full look: the Android phones of 2020 and later. */
export default { chrome: version(80), android: version(80), firefox: version(78), safari: version(13, 1), ios_saf: version(13, 4) };
