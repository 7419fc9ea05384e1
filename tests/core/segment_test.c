/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/segment.h"

static frs_segment segment;

static void create(frs_segment_access access)
{
    ck_assert_frs(frs_segment_create(&segment, "frameshare-test", 5000, access), FRS_OK);
}

static void finish(void)
{
    frs_segment_finish(&segment);
}

static void *map(int fd, int protection, int flags)
{
    return mmap(NULL, segment.size, protection, flags, fd, 0);
}

START_TEST(a_segment_is_whole_pages_of_zeroes)
{
    create(FRS_SEGMENT_READ_ONLY);
    ck_assert_uint_eq(segment.size, frs_segment_round(5000));
    ck_assert_uint_eq(segment.size % (size_t)sysconf(_SC_PAGESIZE), 0);
    for (size_t i = 0; i < segment.size; i++)
        ck_assert_uint_eq(((unsigned char *)segment.data)[i], 0);
    ck_assert(fcntl(segment.fd, F_GETFD) & FD_CLOEXEC);
}
END_TEST

START_TEST(a_reader_sees_what_the_creator_writes)
{
    create(FRS_SEGMENT_READ_ONLY);
    char *reader = map(segment.fd, PROT_READ, MAP_SHARED);
    ck_assert_ptr_ne(reader, MAP_FAILED);
    strcpy((char *)segment.data + 4500, "seen");
    ck_assert_str_eq(reader + 4500, "seen");
    munmap(reader, segment.size);
}
END_TEST

START_TEST(a_reader_cannot_map_it_writable)
{
    create(FRS_SEGMENT_READ_ONLY);
    errno = 0;
    ck_assert_ptr_eq(map(segment.fd, PROT_READ | PROT_WRITE, MAP_SHARED), MAP_FAILED);
    ck_assert(errno == EPERM || errno == EACCES);
    ck_assert_int_eq(write(segment.fd, "x", 1), -1);

    /* Nor make a read-only mapping writable later. */
    void *data = map(segment.fd, PROT_READ, MAP_SHARED);
    ck_assert_ptr_ne(data, MAP_FAILED);
    ck_assert_int_eq(mprotect(data, segment.size, PROT_READ | PROT_WRITE), -1);
    munmap(data, segment.size);
}
END_TEST

START_TEST(a_private_mapping_may_be_written_and_harms_nobody)
{
    create(FRS_SEGMENT_READ_ONLY);
    char *own = map(segment.fd, PROT_READ | PROT_WRITE, MAP_PRIVATE);
    ck_assert_ptr_ne(own, MAP_FAILED);
    own[0] = 'x';
    ck_assert_int_eq(*(char *)segment.data, 0);
    munmap(own, segment.size);
}
END_TEST

START_TEST(a_segment_cannot_be_cut_or_grown)
{
    create(FRS_SEGMENT_READ_ONLY);
    ck_assert_int_eq(ftruncate(segment.fd, 0), -1);
    ck_assert_int_eq(ftruncate(segment.fd, 1 << 20), -1);
}
END_TEST

START_TEST(a_shared_page_can_be_written_by_both)
{
    create(FRS_SEGMENT_SHARED);
    char *reader = map(segment.fd, PROT_READ | PROT_WRITE, MAP_SHARED);
    ck_assert_ptr_ne(reader, MAP_FAILED);
    reader[7] = 'r';
    ck_assert_int_eq(((char *)segment.data)[7], 'r');
    munmap(reader, segment.size);
}
END_TEST

#ifndef FRS_SHM_POSIX

START_TEST(not_even_through_proc_can_it_be_mapped_writable)
{
    create(FRS_SEGMENT_READ_ONLY);
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", segment.fd);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return; /* even better */
    errno = 0;
    ck_assert_ptr_eq(map(fd, PROT_READ | PROT_WRITE, MAP_SHARED), MAP_FAILED);
    ck_assert_int_eq(errno, EPERM);
    errno = 0;
    ck_assert_int_eq(write(fd, "x", 1), -1);
    ck_assert_int_eq(errno, EPERM);
    ck_assert_int_eq(ftruncate(fd, 0), -1);
    ck_assert_int_eq(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 4096), -1);
    close(fd);
}
END_TEST

START_TEST(a_shared_page_cannot_be_cut_under_the_writer)
{
    create(FRS_SEGMENT_SHARED);
    ck_assert_int_eq(ftruncate(segment.fd, 0), -1);
    ck_assert_int_eq(fcntl(segment.fd, F_ADD_SEALS, F_SEAL_WRITE), -1);
}
END_TEST

START_TEST(memory_that_could_shrink_is_refused)
{
    int fd = memfd_create("loose", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    ck_assert_int_eq(ftruncate(fd, 4096), 0);
    ck_assert_frs(frs_segment_check(fd, 4096), FRS_EPROTOCOL);
    ck_assert_int_eq(fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK), 0);
    ck_assert_frs(frs_segment_check(fd, 4096), FRS_OK);
    close(fd);
}
END_TEST

#endif

START_TEST(what_is_no_segment_of_that_size_is_refused)
{
    create(FRS_SEGMENT_READ_ONLY);
    ck_assert_frs(frs_segment_check(segment.fd, segment.size), FRS_OK);
    ck_assert_frs(frs_segment_check(segment.fd, segment.size + 1), FRS_EPROTOCOL);
    ck_assert_frs(frs_segment_check(segment.fd, segment.size - 4096), FRS_EPROTOCOL);
    ck_assert_frs(frs_segment_check(segment.fd, 0), FRS_EPROTOCOL);
    ck_assert_frs(frs_segment_check(-1, segment.size), FRS_EPROTOCOL);
    int pipes[2];
    ck_assert_int_eq(pipe(pipes), 0);
    ck_assert_frs(frs_segment_check(pipes[0], 4096), FRS_EPROTOCOL);
    close(pipes[0]);
    close(pipes[1]);
    int zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);
    ck_assert_frs(frs_segment_check(zero, 4096), FRS_EPROTOCOL);
    close(zero);
}
END_TEST

START_TEST(finishing_gives_everything_back_and_may_be_repeated)
{
    int fds = fixture_count_fds(), mappings = fixture_count_mappings();
    create(FRS_SEGMENT_READ_ONLY);
    ck_assert_int_eq(fixture_count_fds(), fds + 1);
    ck_assert_int_eq(fixture_count_mappings(), mappings + 1);
    finish();
    finish();
    frs_segment zero = {0};
    frs_segment_finish(&zero);
    ck_assert_int_eq(fixture_count_fds(), fds);
    ck_assert_int_eq(fixture_count_mappings(), mappings);
}
END_TEST

START_TEST(a_segment_that_cannot_be_is_an_error_and_leaves_nothing)
{
    int fds = fixture_count_fds();
    frs_segment huge;
    ck_assert_frs(
        frs_segment_create(&huge, "frameshare-test", (size_t)1 << 62, FRS_SEGMENT_READ_ONLY),
        FRS_ESYSTEM);
    ck_assert_str_ne(frs_error_message(), "");
    ck_assert_int_eq(fixture_count_fds(), fds);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("segment");
    TCase *tests = checks_case(suite, "segment", NULL, finish, 60);
    tcase_add_test(tests, a_segment_is_whole_pages_of_zeroes);
    tcase_add_test(tests, a_reader_sees_what_the_creator_writes);
    tcase_add_test(tests, a_reader_cannot_map_it_writable);
    tcase_add_test(tests, a_private_mapping_may_be_written_and_harms_nobody);
    tcase_add_test(tests, a_segment_cannot_be_cut_or_grown);
    tcase_add_test(tests, a_shared_page_can_be_written_by_both);
#ifndef FRS_SHM_POSIX
    tcase_add_test(tests, not_even_through_proc_can_it_be_mapped_writable);
    tcase_add_test(tests, a_shared_page_cannot_be_cut_under_the_writer);
    tcase_add_test(tests, memory_that_could_shrink_is_refused);
#endif
    tcase_add_test(tests, what_is_no_segment_of_that_size_is_refused);
    tcase_add_test(tests, finishing_gives_everything_back_and_may_be_repeated);
    tcase_add_test(tests, a_segment_that_cannot_be_is_an_error_and_leaves_nothing);
    return fixture_run(suite);
}
