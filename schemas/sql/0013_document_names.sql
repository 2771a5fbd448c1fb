-- What each uploader called a content, and said of which type it is. Empty in rows of before: the document's own then
-- hold, which are its first uploader's.
ALTER TABLE document_upload ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE document_upload ADD COLUMN media_type TEXT NOT NULL DEFAULT '';
