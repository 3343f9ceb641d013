import type { Place } from './region'

/** A place → the region that people would call it; null when too little is known. */
export function regionOfPlace({ country, continent, latitude, longitude }: Place): string | null {
  if (country !== null) {
    const named = BY_COUNTRY.get(country)
    if (named !== undefined) return named
    if (country === 'US') return longitude === null ? null : american(longitude)
    if (country === 'CA') return longitude === null ? null : longitude < -100 ? 'ca-west' : 'ca-east'
    if (country === 'RU') return longitude === null ? null : longitude < 60 ? 'eu-east' : 'ap-north'
  }
  switch (continent) {
    case 'SA':
      return longitude === null ? null : longitude < -60 ? 'sa-west' : 'sa-east'
    case 'AF':
      return latitude === null || longitude === null ? null : african(latitude, longitude)
    case 'OC':
      return 'ap-southeast'
    case 'NA':
      return 'na-south'
    default:
      return null
  }
}

const american = (longitude: number): string =>
  longitude < -104 ? 'us-west' : longitude < -90 ? 'us-central' : 'us-east'

const african = (latitude: number, longitude: number): string =>
  latitude > 15 ? 'af-north' : latitude < -10 ? 'af-south' : longitude < 15 ? 'af-west' : 'af-east'

/** As clouds name theirs, for countries that lie in one region. */
const COUNTRIES: Readonly<Record<string, string>> = {
  'eu-west': 'IE GB FR NL BE LU MC IM JE GG',
  'eu-central': 'DE CH AT CZ PL SK HU LI',
  'eu-north': 'SE NO FI DK IS EE LV LT FO AX',
  'eu-south': 'ES PT IT GR MT CY SM VA AD HR SI AL ME MK BA RS XK GI',
  'eu-east': 'UA BY MD RO BG',
  'ap-east': 'CN HK TW MO',
  'ap-northeast': 'JP KR MN KP',
  'ap-south': 'IN PK BD LK NP BT MV AF',
  'ap-southeast': 'SG MY ID TH VN PH KH LA MM BN TL AU NZ',
  'ap-central': 'KZ UZ TM KG TJ GE AM AZ',
  'me-central': 'AE SA QA KW BH OM YE IL TR JO LB IQ IR SY PS',
  'mx-central': 'MX',
}
const BY_COUNTRY: ReadonlyMap<string, string> = new Map(
  Object.entries(COUNTRIES).flatMap(([region, countries]) =>
    countries.split(' ').map((country) => [country, region] as const),
  ),
)
