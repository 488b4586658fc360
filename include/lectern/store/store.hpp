#pragma once

#include <lectern/core/harvest_memory.hpp>
#include <lectern/core/http_cache.hpp>
#include <lectern/store/answer_store.hpp>
#include <lectern/store/author_store.hpp>
#include <lectern/store/day_ledger.hpp>
#include <lectern/store/delivery_store.hpp>
#include <lectern/store/feature_store.hpp>
#include <lectern/store/mark_store.hpp>
#include <lectern/store/paper_search.hpp>
#include <lectern/store/paper_store.hpp>
#include <lectern/store/run_log.hpp>

namespace lectern {

/// All ports in one: what a series of days takes. A stage takes the ports it uses.
class Store : public PaperStore,
              public PaperSearch,
              public DayLedger,
              public MarkStore,
              public FeatureStore,
              public AnswerStore,
              public AuthorStore,
              public DeliveryStore,
              public RunLog,
              public HarvestMemory,
              public HttpCache {};

}  // namespace lectern
