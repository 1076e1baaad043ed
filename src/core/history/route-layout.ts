export const routeColumns = { at: 0, latitude: 1, longitude: 2, elevation: 3 } as const;
export const routeColumnCount = 8;
