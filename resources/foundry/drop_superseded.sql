-- Drop of superseded lines: what the Health app replaced by a newer version. First the latest line by uuid, as in latest_by_uuid.sql; then,
-- of records, workouts and correlations with one user, type, source and HKMetadataKeySyncIdentifier, those with the highest
-- HKMetadataKeySyncVersion. A value is part of a record's uuid, so a drink of 500 ml (version 1) that became 450 ml (version 2) is two
-- uuids, and only this transform drops the first. Equal versions all stay, as do lines without an identifier or a version. The records of
-- a correlation (both values of a blood pressure) go with it, if they start with it and no correlation that stays holds them.
-- What only an export tells stays: a sample that was deleted in Health (no line tells Foundry), and lower versions that an app began anew
-- with lose to its earlier, higher ones.
-- Sorted by type and time, so that Parquet's statistics let a reader skip files. Build it as a SNAPSHOT to have a compacted dataset with
-- the 21 columns and nothing else.
-- Foundry SQL transform (Spark SQL 3.2 or later): replace the two names by the paths of your datasets. Elsewhere only the quotes of names
-- and get_json_object differ: DuckDB has json_extract_string, with the same arguments and answers.
CREATE TABLE `health_compacted` AS
WITH lines AS (
  SELECT *, row_number() OVER (PARTITION BY uuid ORDER BY ingested_at DESC, raw_healthkit_record DESC) AS line_rank
  FROM `health_raw`
),
latest AS (
  SELECT *,
    sample_class IN ('HKQuantitySample', 'HKCategorySample', 'HKSample', 'HKWorkout', 'HKCorrelation') AS may_have_versions,
    get_json_object(raw_healthkit_record, '$.metadata.HKMetadataKeySyncIdentifier') AS identifier,
    try_cast(get_json_object(raw_healthkit_record, '$.metadata.HKMetadataKeySyncVersion') AS DOUBLE) AS version
  FROM lines
  WHERE line_rank = 1
),
identified AS (
  SELECT *, CASE WHEN may_have_versions AND abs(version) < 1e308 THEN identifier END AS sync_identifier
  FROM latest
),
-- Lines without an identifier are each a group of their own, so that no worker gets them all.
ranked AS (
  SELECT *, rank() OVER (
    PARTITION BY auth0_user_id, sample_type, source_name, sync_identifier, CASE WHEN sync_identifier IS NULL THEN uuid END
    ORDER BY version DESC
  ) AS version_rank
  FROM identified
),
gone_with_correlation AS (
  SELECT member.uuid
  FROM ranked AS member
  JOIN ranked AS pair
    ON pair.auth0_user_id = member.auth0_user_id AND pair.source_name = member.source_name AND pair.start_date = member.start_date
  WHERE pair.sample_class = 'HKCorrelation' AND instr(pair.raw_healthkit_record, member.uuid) > 0
  GROUP BY member.uuid
  HAVING min(pair.version_rank) > 1
)
SELECT auth0_user_id, device, ingested_at, export_timestamp, sample_type, source_name, sample_class,
  quantity_type, source_version, data_type, uuid, start_date, end_date, value_double, unit,
  device_hardware_version, device_model, device_name, device_manufacturer, device_software_version,
  raw_healthkit_record
FROM ranked
WHERE version_rank = 1 AND NOT EXISTS (SELECT 1 FROM gone_with_correlation AS gone WHERE gone.uuid = ranked.uuid)
ORDER BY sample_type, start_date
