/** A long sentence is welcome; what is longer still is no password. */
export const passwordLengthMin = 10;
export const passwordLengthMax = 200;
