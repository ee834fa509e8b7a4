/** Provinces, cities and districts; loaded with the address form and not before. */
export type Regions = {
  provinces: () => string[];
  cities: (province: string) => string[];
  districts: (province: string, city: string) => string[];
};

export async function loadRegions(): Promise<Regions> {
  const { areaList } = await import('@vant/area-data');
  const { province_list: provinces, city_list: cities, county_list: districts } = areaList;
  const codeOf = (list: Record<string, string>, name: string, prefix = '') =>
    Object.keys(list).find((code) => code.startsWith(prefix) && list[code] === name);
  const under = (list: Record<string, string>, prefix: string) =>
    Object.entries(list).flatMap(([code, name]) => (code.startsWith(prefix) ? [name] : []));
  return {
    provinces: () => Object.values(provinces),
    cities(province) {
      const code = codeOf(provinces, province);
      return code === undefined ? [] : under(cities, code.slice(0, 2));
    },
    districts(province, city) {
      const provinceCode = codeOf(provinces, province);
      const code = provinceCode === undefined ? undefined : codeOf(cities, city, provinceCode.slice(0, 2));
      return code === undefined ? [] : under(districts, code.slice(0, 4));
    },
  };
}
