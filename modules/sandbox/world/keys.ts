import type { Place } from "./records.js";

/** The names under which records are found. */
export const placeKey = (place: Place): string => `${place.account}/${place.region}`;
export const clusterKey = (place: Place, cluster: string): string => `${placeKey(place)}/${cluster}`;
export const nodegroupKey = (place: Place, cluster: string, nodegroup: string): string =>
  `${clusterKey(place, cluster)}/${nodegroup}`;
export const inPlace = (place: Place, id: string): string => `${placeKey(place)}/${id}`;
