-- Drop of superseded lines: keeps the rows that no later line of the same uuid replaced. Sorted by type and time, so that Parquet's
-- statistics let a reader skip files. Build it as a SNAPSHOT to have a compacted dataset with the 21 columns and nothing else.
-- Foundry SQL transform (Spark SQL): replace the two names by the paths of your datasets.
CREATE TABLE `health_compacted` AS
SELECT kept.* FROM `health_raw` AS kept
WHERE NOT EXISTS (
  SELECT 1 FROM `health_raw` AS later
  WHERE later.uuid = kept.uuid AND later.ingested_at > kept.ingested_at
)
ORDER BY sample_type, start_date
