#pragma once

#include "storage/document_spool.hpp"
#include "storage/fsck.hpp"

namespace shenyi::storage {

/// Reads every kept document to its end and tells those whose bytes are not there, or are not those of their name and
/// row (`E_DOCUMENT`). Inside the caller's transaction; Role::auditor is enough. Throws what the database says.
void examine_documents(Connection& connection, DocumentBytes& bytes, Examined& into);

}  // namespace shenyi::storage
