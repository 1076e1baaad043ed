-- Latest line by uuid: one row a sample, the one that was sent last. A workout that a later export changed is sent again under its uuid,
-- and so is a sample that was removed and came back. A record's value is part of its uuid: a changed one is another row here, and
-- drop_superseded.sql drops the one before.
-- Foundry SQL transform (Spark SQL): replace the two names by the paths of your datasets. Rows sent twice come out once.
CREATE TABLE `health_latest` AS
SELECT auth0_user_id, device, ingested_at, export_timestamp, sample_type, source_name, sample_class,
  quantity_type, source_version, data_type, uuid, start_date, end_date, value_double, unit,
  device_hardware_version, device_model, device_name, device_manufacturer, device_software_version,
  raw_healthkit_record
FROM (
  SELECT *, row_number() OVER (PARTITION BY uuid ORDER BY ingested_at DESC, raw_healthkit_record DESC) AS line_rank
  FROM `health_raw`
) AS latest
WHERE line_rank = 1
