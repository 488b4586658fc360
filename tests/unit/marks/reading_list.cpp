#include "support.hpp"

#include <lectern/marks/reading_list.hpp>

#include <boost/test/unit_test.hpp>

using namespace lectern;
using namespace std::string_view_literals;
using test::require;

BOOST_AUTO_TEST_SUITE(reading_list)

using Ids = std::vector<std::string>;

Ids ids_of(ReadingList const& list) {
    Ids ids;
    for (ReadingListEntry const& entry : list.entries) ids.push_back(entry.id.base());
    return ids;
}

void check_ids(std::string_view text, Ids const& expected) {
    BOOST_TEST_CONTEXT(text) {
        BOOST_TEST(ids_of(require(read_reading_list(text, "list"))) == expected,
                   boost::test_tools::per_element());
    }
}

/// An entry of BibTeX, RIS or JSON alone, and the paper it is; "" for none.
void check_one(std::string const& text, std::string const& id) {
    BOOST_TEST_CONTEXT(text) {
        auto const list = require(read_reading_list(text, "list"));
        BOOST_TEST(list.total() == 1u);
        BOOST_TEST(ids_of(list) == (id.empty() ? Ids{} : Ids{id}), boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(reads_plain_ids) {
    auto const list =
        require(read_reading_list("\xEF\xBB\xBF# my papers\n2601.00001\n\n"
                                  "- https://arxiv.org/abs/2601.00002v3#top  # good\r\n"
                                  "arXiv:hep-th/9901001\r2601.00001\n2603.1\nnonsense\n",
                                  "list.txt"));
    BOOST_TEST((ids_of(list) == Ids{"2601.00001", "2601.00002", "hep-th/9901001"}));
    BOOST_TEST(list.repeated == 1u);
    BOOST_TEST(list.entries[1].place == "list.txt:4");
    BOOST_REQUIRE(list.rejected.size() == 2u);
    BOOST_TEST(list.rejected[0].starts_with("list.txt:7: \"2603.1\": from 2015 on, five digits"));
    BOOST_TEST(list.rejected[1].starts_with("list.txt:8: \"nonsense\""));
    BOOST_TEST(list.total() == 6u);
}

BOOST_AUTO_TEST_CASE(reads_bibtex) {
    auto const list = require(read_reading_list(R"(% from a manager
@comment{ arXiv:2601.09999 }
@string{x = "arXiv"}
@article{one, title = {One}, eprint = {2601.00001}, archivePrefix = {arXiv}}
@Article{two,
  title={Two, with a comma},
  journal={arXiv preprint arXiv:2601.00002},
}
@misc{three, url = "https://arxiv.org/pdf/2601.00003v2", title = "Three"}
@misc{four, doi = {10.48550/arXiv.2601.00004}}
@book{five, title = {A Book on {Paper}}, isbn = {2601.00005}}
@misc{six, eprint = {hep-th/9901001}}
@misc{seven, eprint = {2601.1}, archivePrefix = {arXiv}}
)",
                                                "library.bib"));
    BOOST_TEST(
        (ids_of(list) == Ids{"2601.00001", "2601.00002", "2601.00003", "2601.00004", "hep-th/9901001"}));
    BOOST_TEST((list.without_id == Ids{"library.bib:11 (five) names no arXiv paper: A Book on Paper"}));
    BOOST_REQUIRE(list.rejected.size() == 1u);
    BOOST_TEST(list.rejected[0].starts_with("library.bib:13 (seven): \"2601.1\": from 2015 on"));
    BOOST_TEST(list.entries[0].place == "library.bib:4 (one)");
}

BOOST_AUTO_TEST_CASE(follows_the_syntax_of_bibtex) {
    // Entries on one line, and right behind another.
    check_ids("@misc{a, eprint={2601.00001}}@misc{b, eprint={2601.00002}} @misc{c,eprint=\"2601.00003\"}",
              {"2601.00001", "2601.00002", "2601.00003"});
    // Macros, concatenation, parentheses, case, blanks, a missing key, a missing comma.
    check_ids("@STRING(y = {2601}) @string{n = \".00001\"}\n@ARTICLE(a, EPRINT = y # n)", {"2601.00001"});
    check_ids("@misc { k ,\n Title\n=\n{T (1)} eprint={2601.00001} }", {"2601.00001"});
    check_ids("@misc{title = {T}, eprint = 2601.00001}", {"2601.00001"});
    check_ids("@misc{a, title = \"a {\"}b{\"} c\", eprint={{2601.00001}}, eprint={2601.00002},}",
              {"2601.00001"});
    // Braces behind a backslash, balanced or not.
    check_ids(R"(@misc{a, title={\{x\}}, eprint={2601.00001}} @misc{b, title={x \{ y}, eprint={2601.00002}})",
              {"2601.00001", "2601.00002"});
    check_ids(R"(@misc{a, title={x \} y}, eprint={2601.00001}} @misc{b, file={C:\d\}, eprint={2601.00002}})",
              {"2601.00001", "2601.00002"});
    // Comments and what stands outside of entries.
    check_ids(
        "% @misc{a, eprint={2601.00009}}\nlook at me@home {x} arXiv:2601.00008\n"
        "@comment{@misc{b, eprint={2601.00007}}} @preamble{\"arXiv:2601.00006\"}\n"
        "@misc{c, % eprint = {2601.00005},\n eprint={2601.00001}}\n",
        {"2601.00001"});
    check_ids("@misc{a,\r  eprint={2601.00001}\r}\r@misc{b,\r  eprint={2601.00002}\r}",
              {"2601.00001", "2601.00002"});
}

BOOST_AUTO_TEST_CASE(an_entry_that_is_commented_out_is_not_read) {
    auto const list = require(read_reading_list(
        "@book{old, title = {Print}}\n% gone:\n% @misc{x,\n%   eprint = {2601.00009}\n% }\n", "l.bib"));
    BOOST_TEST(list.entries.empty());
    BOOST_TEST(list.without_id.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_damaged_entry_is_named_and_harms_no_other) {
    for (std::string_view const damaged : {
             "@misc{bad, title = {no end, eprint = {2601.00009}",
             "@misc{bad, title = {no end",
             "@misc{bad, title = \"no end, year = 2020}",
             "@misc{bad, title {x}, year = 2020}",
             "@misc{bad, title = {x}} stray = {y}, eprint = {2601.00009}}",
             "@misc{bad",
         }) {
        BOOST_TEST_CONTEXT(damaged) {
            std::string const text = "@misc{a, eprint={2601.00001}}\n" + std::string(damaged) +
                                     "\n@misc{b, title = \"B\", eprint={2601.00002}}\n";
            auto const list = require(read_reading_list(text, "l.bib"));
            BOOST_TEST((ids_of(list) == Ids{"2601.00001", "2601.00002"}));
            BOOST_TEST(list.total() == 3u);
            std::string const named = list.rejected.empty() ? list.without_id.at(0) : list.rejected[0];
            BOOST_TEST(named.starts_with("l.bib:2 (bad)"));
        }
    }
}

BOOST_AUTO_TEST_CASE(only_identifying_fields_identify) {
    auto const bib = [](std::string_view fields) {
        return "@article{k, title={T}, " + std::string(fields) + "}";
    };
    for (std::string_view const fields :
         {"eprint={2601.00001}, eprinttype={arxiv}", "eprint={arXiv:2601.00001v2 [cs.LG]}",
          "eprint={https://arxiv.org/pdf/2601.00001.pdf}", "arxivId={2601.00001}",
          "number={arXiv:2601.00001}", "journal={CoRR}, volume={abs/2601.00001}",
          "journal={ArXiv}, volume={2601.00001}", "journal={arXiv e-prints}, eid={arXiv:2601.00001}",
          "journal={arXiv preprint arXiv:2601.00001, 2026}",
          R"(howpublished={\url{https://arxiv.org/abs/2601.00001}})", "note={arXiv:2601.00001 [cs.LG]}",
          "ee={https://doi.org/10.48550/arXiv.2601.00001}", "url={https://huggingface.co/papers/2601.00001}",
          "doi={10.1145/12}, url={http://export.arxiv.org/abs/2601.00001}",
          "institution={arXiv}, number={2601.00001}"})
        check_one(bib(fields), "2601.00001");
    check_one(bib("eprint={9901001}, archivePrefix={arXiv}, primaryClass={hep-th}"), "hep-th/9901001");
    for (std::string_view const fields :
         {"abstract={We extend arXiv:2601.00001}", "note={We extend arXiv:2601.00001}",
          "keywords={arXiv:2601.00001}", "file={:papers/2601.00001.pdf:PDF}", "annote={arXiv:2601.00001}",
          "abstract={see\n@misc{x, eprint={2601.00001}}\n}", "eprint={2601.00001}, eprinttype={jstor}",
          "isbn={2601.00001}", "number={2601.00001}", "journal={arXiv:2601.00001 and arXiv:2601.00002}",
          "title2={arXiv:2601.00001}", "related={arXiv:2601.00001}"})
        check_one(bib(fields), "");
}

BOOST_AUTO_TEST_CASE(reads_ris) {
    auto const list = require(
        read_reading_list("TY  - JOUR\r\nTI  - One\r\nUR  - http://arxiv.org/abs/2601.00001\r\n"
                          "ER  - \r\nTY  - BOOK\r\nT1  - A Book\r\nAB  - cites arXiv:2601.00009\r\nER  -\r\n"
                          "TY  - JOUR\nDO  - 10.48550/arXiv.2601.00002\nER  - \n",
                          "library.ris"));
    BOOST_TEST((ids_of(list) == Ids{"2601.00001", "2601.00002"}));
    BOOST_TEST((list.without_id == Ids{"library.ris:5 names no arXiv paper: A Book"}));
    BOOST_TEST(list.entries[1].place == "library.ris:9");
}

BOOST_AUTO_TEST_CASE(a_record_of_ris_ends_in_every_way) {
    Ids const both{"2601.00001", "2601.00002"};
    std::string const one = "UR  - arxiv.org/abs/2601.00001";
    std::string const two = "UR  - arxiv.org/abs/2601.00002";
    check_ids("TY  - JOUR\r" + one + "\rER  - \rTY  - JOUR\r" + two + "\rER  - \r", both);
    check_ids("TY  - JOUR\n" + one + "\nTY  - JOUR\n" + two, both);
    check_ids("TY - JOUR\nUR - arxiv.org/abs/2601.00001\nER -\nTY -JOUR\nUR -  arxiv.org/abs/2601.00002\n",
              both);
    check_ids(
        "Provider: X\n\n\xEF\xBB\xBF"
        "TY  - JOUR\n" +
            one + "\nER  -\n" + two + "\n",
        both);
    check_ids(
        "TY  - JOUR\nJO  - arXiv preprint\n      arXiv:2601.00001\nER  -\nTY  - RPRT\nM1  - arXiv:2601.00002",
        both);
}

BOOST_AUTO_TEST_CASE(only_identifying_tags_identify) {
    auto const ris = [](std::string_view line) {
        return "TY  - JOUR\nTI  - T\n" + std::string(line) + "\nER  - \n";
    };
    for (std::string_view const line :
         {"L1  - https://arxiv.org/pdf/2601.00001", "L2  - http://arxiv.org/abs/2601.00001v3",
          "AN  - arXiv:2601.00001", "DP  - arXiv.org\nAN  - 2601.00001", "C1  - arXiv:2601.00001 [cs.LG]",
          "T2  - CoRR\nVL  - abs/2601.00001", "N1  - arXiv:2601.00001"})
        check_one(ris(line), "2601.00001");
    for (std::string_view const line :
         {"AB  - arXiv:2601.00001", "N1  - extends arXiv:2601.00001", "KW  - arXiv:2601.00001",
          "N2  - see\narXiv:2601.00001", "AN  - 2601.00001", "L1  - file:///p/2601.00001.pdf"})
        check_one(ris(line), "");
}

BOOST_AUTO_TEST_CASE(reads_zotero_and_csl_json) {
    std::string const items = R"([{"title": "One", "extra": "arXiv:2601.00001 [cs]"},
        {"id": "bk", "data": {"title": "A Book", "ISBN": "2601"}},
        {"data": {"title": "Two", "archiveID": "arXiv:2601.00002"}},
        {"title": "Three", "URL": "http://arxiv.org/abs/2601.00003"}])";
    for (std::string const& text : {items, R"({"items": )" + items + "}"}) {
        auto const list = require(read_reading_list(text, "library.json"));
        BOOST_TEST((ids_of(list) == Ids{"2601.00001", "2601.00002", "2601.00003"}));
        BOOST_TEST((list.without_id == Ids{"library.json, item 2 names no arXiv paper: A Book"}));
    }
    BOOST_TEST(!read_reading_list(R"({"no": "items"})", "x.json"));
    BOOST_TEST(!read_reading_list("[{", "x.json"));
    BOOST_TEST(read_reading_list(std::string(100000, '['), "x.json").error().detail().find("too deep") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(only_identifying_members_identify) {
    auto const json = [](std::string_view members) {
        return R"([{"title": "T", )" + std::string(members) + "}]";
    };
    for (std::string_view const members :
         {R"("archive": "arXiv", "archive_location": "2601.00001")", R"("DOI": "10.48550/arXiv.2601.00001")",
          R"("repository": "arXiv", "archiveID": "arXiv:2601.00001")",
          R"("reportNumber": "arXiv:2601.00001")", R"("publicationTitle": "arXiv:2601.00001 [cs]")",
          R"("number": "arXiv:2601.00001")", R"("note": "Citation Key: x\narXiv: 2601.00001 [cs.LG]")",
          R"("extra": "_eprint: 2601.00001")", R"("container-title": "CoRR", "volume": "abs/2601.00001")"})
        check_one(json(members), "2601.00001");
    for (std::string_view const members :
         {R"("abstractNote": "arXiv:2601.00001")",
          R"("attachments": [{"url": "https://arxiv.org/abs/2601.00001"}])",
          R"("relations": {"dc:relation": "arXiv:2601.00001"})", R"("extra": "Cites: arXiv:2601.00001")",
          R"("note": "see arXiv:2601.00001 for more")", R"("tags": [{"tag": "arXiv:2601.00001"}])",
          R"("number": 2601.00001)", R"("archive_location": "2601.00001", "archive": "HAL")"})
        check_one(json(members), "");
    check_ids(R"([{"itemType": "preprint", "key": "K", "url": "https://arxiv.org/abs/2601.00001"},
                  {"itemType": "attachment", "parentItem": "K", "url": "https://arxiv.org/pdf/2601.00002"}])",
              {"2601.00001"});
}

BOOST_AUTO_TEST_CASE(reads_what_it_writes) {
    std::vector<Mark> const marks{
        {ArxivId::parse("2601.00001").value(), true, "cli", test::time("2026-01-02T03:04:05Z")},
        {ArxivId::parse("hep-th/9901001").value(), false, "a \"b\"", test::time("2026-01-03T03:04:05Z")}};
    auto const list = require(read_reading_list(marks_to_json_lines(marks), "marks.jsonl"));
    BOOST_REQUIRE(list.entries.size() == 2u);
    BOOST_TEST(list.entries[0].liked);
    BOOST_TEST(!list.entries[1].liked);
    BOOST_TEST((list.entries[1].made == marks[1].made));
}

BOOST_AUTO_TEST_CASE(names_the_lines_of_its_own_format_that_it_cannot_read) {
    auto const list =
        require(read_reading_list("{\"id\": \"2601.00001\"}\n{\"id\": 2603.1}\n{\"id\": \"2603.1\"}\n\n"
                                  "{\"id\": \"2601.00002\", \"liked\": 1}\n{broken\n",
                                  "m"));
    BOOST_TEST((ids_of(list) == Ids{"2601.00001"}));
    BOOST_REQUIRE(list.rejected.size() == 4u);
    BOOST_TEST(list.rejected[0].starts_with("m:2: member \"id\" is a number; write it in quotes"));
    BOOST_TEST(list.rejected[1].starts_with("m:3: \"2603.1\""));
    BOOST_TEST(list.rejected[2].starts_with("m:5: member \"liked\""));
    BOOST_TEST(list.rejected[3].starts_with("m:6: "));
}

BOOST_AUTO_TEST_CASE(converts_old_encodings) {
    auto const latin = require(read_reading_list("@book{a, title={\xc9ric \x93x\x94}}\n", "l.bib"));
    BOOST_TEST((latin.without_id == Ids{"l.bib:1 (a) names no arXiv paper: Éric “x”"}));
    BOOST_REQUIRE(latin.warnings.size() == 1u);
    BOOST_TEST(latin.warnings[0].find("Windows-1252") != std::string::npos);
    auto const wide = [](std::string_view text, bool little) {
        std::string out = little ? "\xFF\xFE" : "\xFE\xFF";
        for (char const c : text) out += little ? std::string{c, '\0'} : std::string{'\0', c};
        return out;
    };
    for (bool const little : {true, false}) {
        check_ids(wide("@misc{a, eprint={2601.00001}}\r\n", little), {"2601.00001"});
        check_ids(wide("TY  - JOUR\r\nUR  - arxiv.org/abs/2601.00001\r\n", little), {"2601.00001"});
    }
    for (std::string_view const bytes : {"\xFF\xFE"
                                         "a"sv,
                                         "\xFF\xFE\0\xD8\0\xD8"sv, "%PDF-1.4\n\0\1"sv, "2601.00001 \xe9\n"sv,
                                         "2\0006\0000\0001\0"sv, "[{\"title\": \"\xe9\"}]"sv}) {
        auto const list = read_reading_list(bytes, "bad.bin");
        BOOST_REQUIRE(!list.has_value());
        BOOST_TEST(list.error().detail().find("bad.bin") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_file_of_which_nothing_is_read_is_an_error) {
    BOOST_TEST(require(read_reading_list("", "empty")).total() == 0u);
    for (std::string_view const text :
         {"hello\nworld\n", "2603.1\n", "[]", "% nothing\n@comment{x}\n", "# only\n"}) {
        auto const list = read_reading_list(text, "x");
        BOOST_REQUIRE(!list.has_value());
        BOOST_TEST((list.error() == errc::invalid_argument));
    }
    auto const large = read_reading_list(std::string(kMaxReadingListBytes + 1, ' '), "x");
    BOOST_TEST((large.error() == errc::too_large));
}

BOOST_AUTO_TEST_CASE(takes_linear_time_on_hostile_files) {
    auto const repeat = [](std::string_view what, int times) {
        std::string out;
        for (int i = 0; i < times; ++i) out += what;
        return out;
    };
    for (std::string const& text :
         {repeat("@article{k, title = {a\n", 20'000), repeat("@article{k, title = \"a\n", 20'000),
          "@a{k, title = " + repeat("{", 1'000'000), repeat("@a{k,", 100'000), repeat("@", 500'000) + "@a{b}",
          "@string{a=\"" + repeat("x", 4000) + "\"}@string{b=a#a#a#a}@a{k, t=b" + repeat("#b", 50'000) +
              "}"}) {
        auto const list = read_reading_list(text, "x.bib");
        BOOST_TEST((!list.has_value() || list->entries.empty()));
    }
}

BOOST_AUTO_TEST_SUITE_END()
