/** Levels of a shop's tree of categories. */
export const categoryDepthMax = 3;
/** Categories of one shop: more than anybody finds their way in. */
export const categoriesMax = 300;
