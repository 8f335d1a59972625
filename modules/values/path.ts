export type PathStep = string | number;

/** Where a value stands inside an object, e.g. `["launch_template", 0, "id"]`. */
export type Path = readonly PathStep[];
